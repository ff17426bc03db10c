/** Prometheus's HTTP API, so that Grafana and old scripts need no change. */
@NullMarked
package jigi.present.api.prometheus;

import org.jspecify.annotations.NullMarked;
