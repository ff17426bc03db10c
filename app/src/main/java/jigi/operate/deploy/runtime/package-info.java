/** What runs the colours: one folder per kind, and what holds for all of them. */
@NullMarked
package jigi.operate.deploy.runtime;

import org.jspecify.annotations.NullMarked;
