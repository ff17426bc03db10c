/** What CI reports of the versions that it makes. */
@NullMarked
package jigi.operate.deploy.ci;

import org.jspecify.annotations.NullMarked;
