@NullMarked
package jigi.operate.deploy.state;

import org.jspecify.annotations.NullMarked;
