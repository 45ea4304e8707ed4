package com.callbackers.console;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import jakarta.servlet.Filter;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;

/** A real one, Spring's, on a free port: users log in there by name, with the password {@code secret}, by HTTP Basic at any path. */
final class IdentityProvider implements AutoCloseable {

    static final String CLIENT = "callbackers";
    static final String SECRET = "s3cret-of-the-console";

    private final Tomcat server = new Tomcat();
    private final AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext();

    private IdentityProvider(int port, String console, Map<String, List<String>> groups) throws Exception {
        context.register(Parts.class);
        context.addBeanFactoryPostProcessor(beans -> {
            beans.registerSingleton("users", new Users(groups));
            beans.registerSingleton("clients", client(console));
        });
        server.setBaseDir(Files.createTempDirectory("identity-provider").toString());
        server.setPort(port);
        server.getConnector();
        var root = server.addContext("", null);
        root.addServletContainerInitializer((types, servlets) -> start(servlets), null);
        Tomcat.addServlet(root, "nothing", new HttpServlet() {});
        root.addServletMappingDecoded("/", "nothing");
        server.start();
    }

    private void start(ServletContext servlets) {
        context.setServletContext(servlets);
        context.refresh();
        servlets.addFilter("security", context.getBean("springSecurityFilterChain", Filter.class))
                .addMappingForUrlPatterns(null, false, "/*");
    }

    /**
     * @param console its public address
     * @param groups of each user
     */
    static IdentityProvider start(int port, String console, Map<String, List<String>> groups) {
        try {
            return new IdentityProvider(port, console, groups);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private record Users(Map<String, List<String>> groups) {

        List<String> of(String user) {
            return groups.getOrDefault(user, List.of());
        }
    }

    private static RegisteredClientRepository client(String console) {
        return new InMemoryRegisteredClientRepository(RegisteredClient.withId("console")
                .clientId(CLIENT)
                .clientSecret("{noop}" + SECRET)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .redirectUri(console + "/login/oauth2/code/callbackers")
                .postLogoutRedirectUri(console)
                .scope("openid")
                .scope("profile")
                .scope("email")
                .clientSettings(ClientSettings.builder().requireProofKey(true).build())
                .build());
    }

    int port() {
        return server.getConnector().getLocalPort();
    }

    String issuer() {
        return "http://localhost:" + port();
    }

    /** An access token as programs get it, changed. */
    String token(String user, Consumer<JwtClaimsSet.Builder> change) {
        var claims = JwtClaimsSet.builder()
                .issuer(issuer())
                .subject(user)
                .audience(List.of(CLIENT))
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plusSeconds(300))
                .claim("groups", context.getBean(Users.class).of(user));
        change.accept(claims);
        var header = JwsHeader.with(SignatureAlgorithm.RS256).build();
        return context.getBean(JwtEncoder.class)
                .encode(JwtEncoderParameters.from(header, claims.build()))
                .getTokenValue();
    }

    String token(String user) {
        return token(user, claims -> {});
    }

    @Override
    public void close() throws LifecycleException {
        server.stop();
        server.destroy();
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableWebSecurity
    static class Parts {

        @Bean
        SecurityFilterChain endpoints(HttpSecurity http) throws Exception {
            return http.oauth2AuthorizationServer(server -> server.oidc(Customizer.withDefaults()))
                    .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                    .httpBasic(basic -> basic.securityContextRepository(new HttpSessionSecurityContextRepository()))
                    .build();
        }

        @Bean
        AuthorizationServerSettings settings() {
            return AuthorizationServerSettings.builder().build();
        }

        @Bean
        RSAKey key() throws JOSEException {
            return new RSAKeyGenerator(2048).keyID(UUID.randomUUID().toString()).generate();
        }

        @Bean
        JWKSource<SecurityContext> keys(RSAKey key) {
            return new ImmutableJWKSet<>(new JWKSet(key));
        }

        @Bean
        JwtDecoder decoder(JWKSource<SecurityContext> keys) {
            return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
        }

        @Bean
        JwtEncoder encoder(JWKSource<SecurityContext> keys) {
            return new NimbusJwtEncoder(keys);
        }

        @Bean
        UserDetailsService accounts(Users users) {
            return name -> User.withUsername(name)
                    .password("{noop}secret")
                    .authorities(AuthorityUtils.createAuthorityList(users.of(name)))
                    .build();
        }

        @Bean
        OAuth2TokenCustomizer<JwtEncodingContext> groups(Users users) {
            return token -> token.getClaims().claim("groups", users.of(name(token.getPrincipal())));
        }

        private static String name(@Nullable Authentication user) {
            return Objects.requireNonNull(user).getName();
        }
    }
}
