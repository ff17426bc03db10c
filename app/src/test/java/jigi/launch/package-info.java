/** The scripts at the root and the stand-in's service manager, driven as a user drives them. */
@NullMarked
package jigi.launch;

import org.jspecify.annotations.NullMarked;
