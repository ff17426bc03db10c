/** One request over HTTP/2, for those who want to know whether a server answers that. */
@NullMarked
package jigi.base.connect.wire.http2;

import org.jspecify.annotations.NullMarked;
