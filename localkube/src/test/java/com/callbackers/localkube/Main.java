package com.callbackers.localkube;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Runs the API alone, for a look at it with kubectl: arguments are the port and, to keep the objects, a folder. */
final class Main {

    private Main() {}

    public static void main(String... args) throws InterruptedException {
        var settings = LocalKube.Settings.inMemory().withPort(Integer.parseInt(args[0]));
        try (var kube = LocalKube.start(args.length > 1 ? settings.withData(Path.of(args[1])) : settings)) {
            System.out.println(kube.url());
            new CountDownLatch(1).await();
        }
    }
}
