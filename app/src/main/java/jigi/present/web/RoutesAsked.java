package jigi.present.web;

import jigi.present.api.view.RouteView;
import org.jspecify.annotations.Nullable;

/**
 * Where somebody wants to know that an alert goes.
 *
 * @param system empty before they asked
 * @param answer null before they asked
 */
public record RoutesAsked(String system, String labels, RouteView.@Nullable Answer answer) {}
