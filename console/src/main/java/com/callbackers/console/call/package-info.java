/** What every call has, of programs and of pages: parameters, patience, tenants, and problems in words. */
@NullMarked
package com.callbackers.console.call;

import org.jspecify.annotations.NullMarked;
