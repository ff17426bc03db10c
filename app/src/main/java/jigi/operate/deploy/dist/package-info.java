/** The files of a frontend, which change with the colour. */
@NullMarked
package jigi.operate.deploy.dist;

import org.jspecify.annotations.NullMarked;
