/** What people look at: pages made here, and small parts of them that change. */
@NullMarked
package com.callbackers.console.pages;

import org.jspecify.annotations.NullMarked;
