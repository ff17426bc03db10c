/** Colours that are processes of this machine or of hosts behind SSH. */
@NullMarked
package jigi.operate.deploy.runtime.processes;

import org.jspecify.annotations.NullMarked;
