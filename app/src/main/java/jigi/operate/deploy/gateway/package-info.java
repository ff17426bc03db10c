/** What stands in front of the colours: one folder per kind, and what holds for all. */
@NullMarked
package jigi.operate.deploy.gateway;

import org.jspecify.annotations.NullMarked;
