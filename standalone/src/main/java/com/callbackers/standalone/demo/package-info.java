/** A receiver for a first look: answers as Slack and as an HTTP endpoint do, misbehaves when told, lists what it got. */
@NullMarked
package com.callbackers.standalone.demo;

import org.jspecify.annotations.NullMarked;
