/** Traefik, by a file that its file provider watches. */
@NullMarked
package jigi.operate.deploy.gateway.traefik;

import org.jspecify.annotations.NullMarked;
