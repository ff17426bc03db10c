package jigi.present.api.view;

/** The numbers beside the menu. */
public record Rail(
    int systems, int components, int notOk, int firing, int incidents, int runs, int approvals) {}
