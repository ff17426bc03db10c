/** The state machine of blue-green deployments: no effects, only what follows from what. */
@NullMarked
package jigi.operate.deploy.machine;

import org.jspecify.annotations.NullMarked;
