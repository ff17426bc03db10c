/**
 * The network under connections and probes: names, addresses, sockets, TLS, HTTP, and whose fault a
 * failure is.
 */
@NullMarked
package jigi.base.connect.wire;

import org.jspecify.annotations.NullMarked;
