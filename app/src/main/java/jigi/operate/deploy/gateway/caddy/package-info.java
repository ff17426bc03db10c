/** Caddy, by its admin API. */
@NullMarked
package jigi.operate.deploy.gateway.caddy;

import org.jspecify.annotations.NullMarked;
