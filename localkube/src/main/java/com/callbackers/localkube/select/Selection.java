package com.callbackers.localkube.select;

import com.callbackers.localkube.store.Stored;

/** Which objects are asked for. */
public record Selection(LabelSelector labels, FieldSelector fields) {

    public boolean fits(Stored object) {
        return labels.fits(object.labels()) && fields.fits(object);
    }
}
