package com.callbackers.worker.routes;

import com.callbackers.compiler.References;
import com.callbackers.compiler.RouteCompiler;

/** What a route is compiled with: what it may refer to, and the domain that its bare host labels sit under. */
record Ground(RouteCompiler compiler, References references) {}
