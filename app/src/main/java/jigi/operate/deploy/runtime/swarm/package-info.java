/** Colours and instances that are services of a swarm. */
@NullMarked
package jigi.operate.deploy.runtime.swarm;

import org.jspecify.annotations.NullMarked;
