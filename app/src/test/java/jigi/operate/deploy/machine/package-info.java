@NullMarked
package jigi.operate.deploy.machine;

import org.jspecify.annotations.NullMarked;
