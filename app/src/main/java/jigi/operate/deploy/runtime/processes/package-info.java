/** Colours that are processes of this machine. */
@NullMarked
package jigi.operate.deploy.runtime.processes;

import org.jspecify.annotations.NullMarked;
