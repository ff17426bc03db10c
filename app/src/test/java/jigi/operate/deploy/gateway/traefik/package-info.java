@NullMarked
package jigi.operate.deploy.gateway.traefik;

import org.jspecify.annotations.NullMarked;
