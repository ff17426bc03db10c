/** Prometheus's remote write 1.0, the receiving side. */
@NullMarked
package jigi.present.api.prometheus.write;

import org.jspecify.annotations.NullMarked;
