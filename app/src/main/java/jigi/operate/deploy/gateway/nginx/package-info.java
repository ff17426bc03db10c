/** nginx, by an included file and a reload. */
@NullMarked
package jigi.operate.deploy.gateway.nginx;

import org.jspecify.annotations.NullMarked;
