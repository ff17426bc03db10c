package jigi;

import java.util.ArrayList;
import java.util.List;
import jigi.base.config.Manual;
import jigi.base.run.ConditionChecker;
import jigi.base.run.RunEngine;
import jigi.base.run.StepKind;
import jigi.base.schedule.Scheduler;
import jigi.base.store.MasterKey;
import jigi.operate.backup.BackupFigures;
import jigi.operate.backup.Backups;
import jigi.operate.deploy.DeployFigures;
import jigi.operate.deploy.Deployments;

/** What keeps data safe and brings new versions in: a deployment stands on a proven backup. */
final class BackupAndDeployRooms implements AutoCloseable {
  final Backups backups;
  final Deployments deployments;
  final DeployNeighbours neighbours;

  BackupAndDeployRooms(
      BaseRooms base,
      DetectRooms detect,
      Parts parts,
      OperateRooms.Outside outside,
      ConditionChecker conditions) {
    backups =
        new Backups(
            new Backups.Surroundings(
                base.store,
                base.journal,
                base.timeline,
                base.exec,
                base.connections,
                base.secrets,
                () -> MasterKey.in(base.settings).derive("backup manifest", 32),
                outside.data()),
            parts.backups);
    detect.emission.add("backups", new BackupFigures(backups));
    neighbours = new DeployNeighbours(base.timeline, detect.metrics, conditions, backups);
    deployments =
        new Deployments(
            new Deployments.Surroundings(
                base.store,
                base.journal,
                base.timeline,
                base.exec,
                base.connections,
                base.network,
                neighbours,
                () -> MasterKey.in(base.settings).derive("env variables", 32)),
            parts.deployments);
    detect.emission.add("deployments", new DeployFigures(deployments));
  }

  /** Their kinds of steps. */
  List<StepKind> kinds() {
    List<StepKind> kinds = new ArrayList<>(backups.kinds());
    kinds.addAll(deployments.kinds());
    return kinds;
  }

  void activate(List<Manual> manuals, Scheduler scheduler) {
    backups.activate(manuals, scheduler);
    deployments.activate(manuals);
  }

  /** Answers to events from now on; runs go on after it. */
  void open(RunEngine runs, Scheduler scheduler) {
    backups.open(runs, scheduler);
  }

  /** What begins deployments by itself. */
  void follow(RunEngine runs) {
    deployments.follower().open(runs);
    deployments.envWatch().open();
    deployments.pipelines().open(runs);
  }

  @Override
  public void close() {
    backups.close();
    deployments.follower().close();
    deployments.envWatch().close();
  }
}
