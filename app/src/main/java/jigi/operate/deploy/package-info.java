/** Deployments: a state machine, what carries out its acts, and what they leave. */
@NullMarked
package jigi.operate.deploy;

import org.jspecify.annotations.NullMarked;
