package com.callbackers.compiler;

/** How much of each a resource may hold; the schemas in {@code crds/} say the same. */
final class Sizes {

    static final int HOSTS = 16;
    static final int LETS = 64;
    static final int SENDERS = 64;
    static final int RULES = 256;
    static final int ACTIONS = 32;
    /** Methods, headers or query parameters of a match. */
    static final int MATCHES = 32;
    /** Headers that are set, or removed. */
    static final int HEADERS = 64;

    static final int SECRETS = 8;
    static final int RETRIES = 20;
    static final int RETRY_CAUSES = 32;
    static final int NAMESPACES = 256;

    /** Characters of what a request is compared with: a path, a value, a regular expression. */
    static final int VALUE = 1_000;

    static final int URL = 2_000;
    static final int METHOD = 32;
    static final int HEADER_VALUE = 4_096;
    static final int PREFIX = 100;
    static final int DURATION = 20;

    private Sizes() {}
}
