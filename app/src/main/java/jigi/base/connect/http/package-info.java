/** Connections to HTTP services: where they are, and how to sign in there. */
@NullMarked
package jigi.base.connect.http;

import org.jspecify.annotations.NullMarked;
