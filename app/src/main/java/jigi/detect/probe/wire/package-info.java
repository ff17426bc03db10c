/**
 * The network under the probes: names, addresses, sockets, TLS, HTTP, and whose fault a failure is.
 */
@NullMarked
package jigi.detect.probe.wire;

import org.jspecify.annotations.NullMarked;
