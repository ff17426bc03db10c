/** HAProxy, by its runtime API. */
@NullMarked
package jigi.operate.deploy.gateway.haproxy;

import org.jspecify.annotations.NullMarked;
