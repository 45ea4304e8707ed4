package com.callbackers.worker.outbound;

import com.callbackers.delivery.Attempt;
import com.callbackers.delivery.Outcome;

/** What was sent and what came of it, secrets still in it. */
public record Exchange(Attempt.Sent sent, Outcome outcome) {}
