package com.callbackers.localkube.store;

/** A collection of objects of one kind, whatever version they are asked for in. */
public record Resource(String group, String plural) {

    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
