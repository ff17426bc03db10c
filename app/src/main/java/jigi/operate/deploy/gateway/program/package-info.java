/** A gateway that the user's own command points. */
@NullMarked
package jigi.operate.deploy.gateway.program;

import org.jspecify.annotations.NullMarked;
