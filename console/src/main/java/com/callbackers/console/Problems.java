package com.callbackers.console;

import com.callbackers.console.call.Problem;
import com.callbackers.console.pages.ProblemPage;
import com.callbackers.journal.NotDurableException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Answers what went wrong as problem details: in words, without internals. */
final class Problems implements WebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_AFTER_SECONDS = "5";
    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final int MAX_CAUSES = 16;

    private final JsonMapper mapper;
    private final ProblemPage page;

    Problems(JsonMapper mapper, ProblemPage page) {
        this.mapper = mapper;
        this.page = page;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        return exchange.getResponse().isCommitted() ? Mono.error(error) : answer(exchange, problem(exchange, error));
    }

    private Mono<Void> answer(ServerWebExchange exchange, Problem problem) {
        return wantsAPage(exchange) ? answerByPage(exchange, problem) : answerByJson(exchange, problem);
    }

    /** Browsers that go to an address name HTML; programs and scripts do not. */
    private static boolean wantsAPage(ServerWebExchange exchange) {
        return exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.ACCEPT).stream()
                .anyMatch(accepted -> accepted.contains(MediaType.TEXT_HTML_VALUE));
    }

    private Mono<Void> answerByPage(ServerWebExchange exchange, Problem problem) {
        var locale =
                Optional.ofNullable(exchange.getLocaleContext().getLocale()).orElse(Locale.ENGLISH);
        var html = page.of(locale, problem.status().value(), problem.status().getReasonPhrase(), problem.detail());
        return answer(exchange, problem, HTML, html);
    }

    private Mono<Void> answerByJson(ServerWebExchange exchange, Problem problem) {
        var body = mapper.createObjectNode()
                .put("type", "about:blank")
                .put("title", problem.status().getReasonPhrase())
                .put("status", problem.status().value())
                .put("detail", problem.detail());
        problem.field().ifPresent(field -> body.put("field", field));
        if (!problem.findings().isEmpty()) {
            body.set("problems", mapper.valueToTree(problem.findings()));
        }
        return answer(exchange, problem, MediaType.APPLICATION_PROBLEM_JSON, mapper.writeValueAsBytes(body));
    }

    private static Mono<Void> answer(ServerWebExchange exchange, Problem problem, MediaType type, byte[] bytes) {
        var response = exchange.getResponse();
        response.setStatusCode(problem.status());
        response.getHeaders().setContentType(type);
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
    }

    private static Problem problem(ServerWebExchange exchange, Throwable error) {
        return switch (error) {
            case Problem problem -> problem;
            case MethodNotAllowedException refused -> methodNotAllowed(exchange, refused);
            case UnsupportedMediaTypeStatusException refused ->
                Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "send the body as application/json");
            case NotAcceptableStatusException refused ->
                Problem.of(
                        HttpStatus.NOT_ACCEPTABLE,
                        "this call answers with " + words(refused.getSupportedMediaTypes().stream()));
            case ResponseStatusException refused -> refused(exchange, refused);
            default -> failed(exchange, error);
        };
    }

    private static Problem refused(ServerWebExchange exchange, ResponseStatusException refused) {
        if (refused.getStatusCode() == HttpStatus.NOT_FOUND) {
            return Problem.notFound("there is nothing at %s; /api/openapi.yaml lists what there is"
                    .formatted(exchange.getRequest().getPath().value()));
        }
        if (refused.getStatusCode() == HttpStatus.SERVICE_UNAVAILABLE && refused.getReason() != null) {
            return unavailable(exchange, refused, refused.getReason());
        }
        if (cause(refused, DataBufferLimitException.class)
                || !refused.getStatusCode().is4xxClientError()) {
            return failed(exchange, refused);
        }
        return Problem.of(
                HttpStatus.valueOf(refused.getStatusCode().value()),
                Optional.ofNullable(refused.getReason()).orElse("the request cannot be read"));
    }

    private static Problem failed(ServerWebExchange exchange, Throwable error) {
        if (cause(error, DataBufferLimitException.class)) {
            return Problem.of(HttpStatus.CONTENT_TOO_LARGE, "the body is too large");
        }
        return unavailable(error)
                ? unavailable(exchange, error, "the database does not answer at the moment")
                : unexpected(exchange, error);
    }

    private static Problem methodNotAllowed(ServerWebExchange exchange, MethodNotAllowedException refused) {
        exchange.getResponse().getHeaders().setAllow(refused.getSupportedMethods());
        return Problem.of(
                HttpStatus.METHOD_NOT_ALLOWED,
                "%s is not possible here, only %s"
                        .formatted(
                                refused.getHttpMethod(),
                                words(refused.getSupportedMethods().stream().map(HttpMethod::name))));
    }

    private static Problem unavailable(ServerWebExchange exchange, Throwable error, String what) {
        log.atWarn()
                .addKeyValue("request", exchange.getRequest().getId())
                .addKeyValue("path", exchange.getRequest().getPath().value())
                .addKeyValue("error", error.toString())
                .log("Refused a call: something it needs is away");
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, what);
    }

    private static Problem unexpected(ServerWebExchange exchange, Throwable error) {
        log.atError()
                .addKeyValue("request", exchange.getRequest().getId())
                .addKeyValue("method", exchange.getRequest().getMethod())
                .addKeyValue("path", exchange.getRequest().getPath().value())
                .setCause(error)
                .log("A call failed");
        return Problem.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "something went wrong here; the console's log tells it under request "
                        + exchange.getRequest().getId());
    }

    private static boolean unavailable(Throwable error) {
        return cause(
                error,
                NotDurableException.class,
                R2dbcNonTransientResourceException.class,
                R2dbcTransientResourceException.class,
                R2dbcTimeoutException.class,
                DataAccessResourceFailureException.class,
                NonTransientDataAccessResourceException.class,
                TransientDataAccessResourceException.class,
                TimeoutException.class,
                IOException.class);
    }

    private static boolean cause(Throwable error, Class<?>... types) {
        return Stream.iterate(error, each -> each != null, Throwable::getCause)
                .limit(MAX_CAUSES)
                .anyMatch(each -> Stream.of(types).anyMatch(type -> type.isInstance(each)));
    }

    private static String words(Stream<?> names) {
        return names.map(Object::toString).collect(Collectors.joining(", "));
    }
}
