@NullMarked
package jigi.operate.deploy.gate;

import org.jspecify.annotations.NullMarked;
