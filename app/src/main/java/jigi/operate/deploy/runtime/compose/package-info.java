/** Colours that are services of a compose file. */
@NullMarked
package jigi.operate.deploy.runtime.compose;

import org.jspecify.annotations.NullMarked;
