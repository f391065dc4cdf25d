package dev.jpod.export;

import dev.jpod.export.Graph.Edge;
import dev.jpod.export.Graph.Kind;
import dev.jpod.export.Graph.Node;
import dev.jpod.plan.Action;
import dev.jpod.plan.Plan;
import dev.jpod.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The steps of a plan as a graph: an arrow leads from each step to those that wait for it. */
public final class PlanGraph {
  private PlanGraph() {}

  /**
   * The graph of a plan.
   *
   * @param words what people call a step
   */
  public static Graph of(Plan plan, Function<Step, String> words) {
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (Step step : plan.steps()) {
      nodes.add(new Node(step.id(), words.apply(step), kind(step.action())));
      step.after().forEach(before -> edges.add(new Edge(before, step.id(), "")));
    }
    return new Graph(plan.stack(), nodes, edges);
  }

  private static Kind kind(Action action) {
    return switch (action) {
      case Action.PullImage _ -> Kind.IMAGE;
      case Action.CreateVolume _,
          Action.CreateNetwork _,
          Action.SetUpPod _,
          Action.RaisePod _,
          Action.CreateContainer _,
          Action.StartContainer _ ->
          Kind.MADE;
      case Action.RelabelVolume _,
          Action.ReviseNetwork _,
          Action.ReleaseFromPod _,
          Action.UpdatePod _,
          Action.TakeOver _,
          Action.UpdateResources _,
          Action.RewriteFiles _,
          Action.SignalContainer _,
          Action.RewriteRecord _,
          Action.Unpause _,
          Action.RunHook _ ->
          Kind.CHANGED;
      case Action.RemoveVolume _,
          Action.RemoveNetwork _,
          Action.RemovePod _,
          Action.StopContainer _,
          Action.RemoveContainer _ ->
          Kind.REMOVED;
      case Action.AwaitCompleted _, Action.AwaitHealthy _, Action.DrainPod _ -> Kind.WAIT;
      case Action.Milestone _ -> Kind.POINT;
    };
  }
}
