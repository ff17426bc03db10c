@NullMarked
package jigi.operate.deploy.scale;

import org.jspecify.annotations.NullMarked;
