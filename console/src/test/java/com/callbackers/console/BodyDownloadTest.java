package com.callbackers.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.callbackers.callback.Callback;
import com.callbackers.callback.CallbackId;
import com.callbackers.callback.Durability;
import com.callbackers.callback.Header;
import com.callbackers.console.call.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyDownloadTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json; charset=utf-8 | application/json;charset=utf-8",
                "application/cloudevents+json | application/cloudevents+json",
                "application/x-www-form-urlencoded | application/x-www-form-urlencoded",
                "image/png | image/png",
                "text/html;charset=EUC-KR | text/plain;charset=EUC-KR",
                "text/javascript | text/plain",
                "application/xhtml+xml | application/octet-stream",
                "image/svg+xml | application/octet-stream",
                "application/pdf | application/octet-stream",
                "nonsense | application/octet-stream",
                "text/plain;charset=no-such | application/octet-stream"
            })
    void onlyHarmlessContentTypesAreKept(String recorded, String answered) {
        // when
        var answer = BodyDownload.of(callback(new byte[] {1}, 1, new Header("Content-Type", recorded)));

        // then
        assertThat(String.valueOf(answer.getHeaders().getContentType())).isEqualTo(answered);
        assertThat(answer.getHeaders().getContentDisposition().isAttachment()).isTrue();
        assertThat(answer.getBody()).containsExactly(1);
    }

    @Test
    void withoutContentTypeItIsBytes() {
        // when
        var answer = BodyDownload.of(callback(new byte[] {1}, 1));

        // then
        assertThat(answer.getHeaders().getFirst("Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void aBodyThatIsNotKeptIsSaidToBeMissing() {
        // when
        var problem = catchThrowableOfType(Problem.class, () -> BodyDownload.of(callback(new byte[0], 2_000_000)));

        // then
        assertThat(problem.status().value()).isEqualTo(404);
        assertThat(problem.detail()).contains("over the limit");
    }

    private static Callback callback(byte[] body, long size, Header... headers) {
        return new Callback(
                CallbackId.next(),
                "POST",
                "h",
                "/",
                null,
                List.of(headers),
                body,
                size,
                "::1",
                Durability.JOURNAL,
                null);
    }
}
