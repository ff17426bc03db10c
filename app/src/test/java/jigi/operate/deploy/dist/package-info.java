@NullMarked
package jigi.operate.deploy.dist;

import org.jspecify.annotations.NullMarked;
