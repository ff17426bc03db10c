/**
 * The remote kind of metric store: samples go out by remote write through a queue on disk, queries
 * go to the API of any server that speaks Prometheus's.
 */
@NullMarked
package jigi.detect.metric.remote;

import org.jspecify.annotations.NullMarked;
