package com.callbackers.standalone;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.Map;

/** @param management the edge's; the next are the worker's, the operator's and the console's */
record Ports(int edge, int console, int kube, int demo, int management) {

    int edgeManagement() {
        return management;
    }

    int workerManagement() {
        return management + 1;
    }

    int operatorManagement() {
        return management + 2;
    }

    int consoleManagement() {
        return management + 3;
    }

    /** All are to be had, or a {@link Problem} that names the flag. */
    void check() {
        var taken = new LinkedHashMap<Integer, String>();
        check(edge, "--edge-port", taken);
        check(console, "--console-port", taken);
        check(kube, "--kube-port", taken);
        check(demo, "--demo-port", taken);
        check(edgeManagement(), "--management-port", taken);
        check(workerManagement(), "--management-port + 1", taken);
        check(operatorManagement(), "--management-port + 2", taken);
        check(consoleManagement(), "--management-port + 3", taken);
    }

    private static void check(int port, String flag, Map<Integer, String> taken) {
        if (port < 1 || port > 65_535) {
            throw new Problem(flag + " is a port from 1 to 65535, not " + port + ".");
        }
        var other = taken.put(port, flag);
        if (other != null) {
            throw new Problem(other + " and " + flag + " are both " + port + "; give one of them another port.");
        }
        if (!free(port)) {
            throw new Problem("Port " + port + " (" + flag + ") is in use; stop what listens there, or choose another "
                    + "port with " + flag.split(" ", 2)[0] + ".");
        }
    }

    private static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
