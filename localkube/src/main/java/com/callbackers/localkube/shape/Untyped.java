package com.callbackers.localkube.shape;

/** Knows nothing. */
final class Untyped implements Shape {

    static final Shape SHAPE = new Untyped();

    private Untyped() {}

    @Override
    public Shape field(String name) {
        return this;
    }

    @Override
    public boolean declares(String name) {
        return true;
    }

    @Override
    public Shape items() {
        return this;
    }

    @Override
    public Listing listing() {
        return Listing.ATOMIC;
    }

    @Override
    public boolean atomic() {
        return false;
    }
}
