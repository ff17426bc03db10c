/** The JSON API, Prometheus's own API, and what they share with the pages. */
@NullMarked
package jigi.present.api;

import org.jspecify.annotations.NullMarked;
