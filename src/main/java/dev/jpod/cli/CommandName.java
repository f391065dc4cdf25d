package dev.jpod.cli;

import org.jspecify.annotations.Nullable;

/** Every command by the one or two words that call it. */
enum CommandName {
  APPLY(Group.STACKS, "apply", "Make the host what the manifests say."),
  PLAN(Group.STACKS, "plan", "Show what apply would do."),
  VALIDATE(Group.STACKS, "validate", "Check manifests and report every problem."),
  GRAPH(Group.STACKS, "graph", "Draw what manifests ask for."),
  LOCK(Group.STACKS, "lock", "Write down which digests the images of a stack have."),
  HISTORY(Group.STACKS, "history", "List the revisions of a stack."),
  SHOW(Group.STACKS, "show", "Show a revision of a stack."),
  DIFF(Group.STACKS, "diff", "Show what tells two revisions of a stack apart."),
  ROLLBACK(Group.STACKS, "rollback", "Bring an earlier revision of a stack back."),
  DESTROY(Group.STACKS, "destroy", "Remove everything that a stack has on the host."),
  PS(Group.CONTAINERS, "ps", "List containers."),
  LOGS(Group.CONTAINERS, "logs", "Show what containers have written."),
  EXEC(Group.CONTAINERS, "exec", "Run a command in a running container."),
  INSPECT(Group.CONTAINERS, "inspect", "Show everything known about containers, as JSON."),
  START(Group.CONTAINERS, "start", "Start containers."),
  STOP(Group.CONTAINERS, "stop", "Stop containers, by force after a while."),
  RESTART(Group.CONTAINERS, "restart", "Stop containers and start them again."),
  KILL(Group.CONTAINERS, "kill", "Send a signal to containers."),
  PAUSE(Group.CONTAINERS, "pause", "Freeze the processes of containers."),
  UNPAUSE(Group.CONTAINERS, "unpause", "Let the processes of paused containers go on."),
  RM(Group.CONTAINERS, "rm", "Remove containers."),
  TOP(Group.CONTAINERS, "top", "List the processes of containers."),
  STATS(Group.CONTAINERS, "stats", "Show what containers use."),
  HEALTHCHECK_RUN(Group.CONTAINERS, "healthcheck run", "Probe the health of a container now."),
  EVENTS(Group.CONTAINERS, "events", "Show what happened to containers."),
  PORT(Group.CONTAINERS, "port", "Show where the ports of a container or pod are published."),
  POD_LS(Group.PODS, "pod ls", "List pods."),
  POD_INSPECT(Group.PODS, "pod inspect", "Show everything known about pods, as JSON."),
  POD_LOGS(Group.PODS, "pod logs", "Show what the containers of pods have written."),
  POD_TOP(Group.PODS, "pod top", "List the processes of pods."),
  POD_STATS(Group.PODS, "pod stats", "Show what the containers of pods use."),
  POD_START(Group.PODS, "pod start", "Start pods with their containers."),
  POD_STOP(Group.PODS, "pod stop", "Stop pods with their containers."),
  POD_RESTART(Group.PODS, "pod restart", "Stop pods and start them again."),
  POD_KILL(Group.PODS, "pod kill", "Send a signal to all containers of pods."),
  POD_RM(Group.PODS, "pod rm", "Remove pods with their containers."),
  NETWORK_LS(Group.NETWORKS, "network ls", "List networks."),
  NETWORK_CREATE(Group.NETWORKS, "network create", "Make a network that belongs to no stack."),
  NETWORK_INSPECT(
      Group.NETWORKS, "network inspect", "Show everything known about networks, as JSON."),
  NETWORK_CONNECT(Group.NETWORKS, "network connect", "Attach a pod to one more network."),
  NETWORK_DISCONNECT(Group.NETWORKS, "network disconnect", "Take a pod out of a network."),
  NETWORK_RELOAD(Group.NETWORKS, "network reload", "Repair links, firewall rules and names."),
  NETWORK_RM(Group.NETWORKS, "network rm", "Remove networks."),
  NETWORK_PRUNE(Group.NETWORKS, "network prune", "Remove every network without pods."),
  IMAGES(Group.IMAGES, "images", "List images."),
  PULL(Group.IMAGES, "pull", "Bring images from registries into the store."),
  LOAD(Group.IMAGES, "load", "Take in images from an archive or an OCI layout."),
  IMPORT(Group.IMAGES, "import", "Make an image from the tar of a root file system."),
  TAG(Group.IMAGES, "tag", "Give an image one more name."),
  UNTAG(Group.IMAGES, "untag", "Take names away from an image."),
  SAVE(Group.IMAGES, "save", "Write images into an archive or a folder."),
  PUSH(Group.IMAGES, "push", "Carry an image to a registry, a file or a folder."),
  RMI(Group.IMAGES, "rmi", "Remove images."),
  IMAGE_LS(Group.IMAGES, "image ls", "List images."),
  IMAGE_IMPORT(Group.IMAGES, "image import", "Make an image from the tar of a root file system."),
  IMAGE_PULL(Group.IMAGES, "image pull", "Bring images from registries into the store."),
  IMAGE_LOAD(Group.IMAGES, "image load", "Take in images from an archive or an OCI layout."),
  IMAGE_TAG(Group.IMAGES, "image tag", "Give an image one more name."),
  IMAGE_UNTAG(Group.IMAGES, "image untag", "Take names away from an image."),
  IMAGE_SAVE(Group.IMAGES, "image save", "Write images into an archive or a folder."),
  IMAGE_PUSH(Group.IMAGES, "image push", "Carry an image to a registry, a file or a folder."),
  IMAGE_HISTORY(Group.IMAGES, "image history", "Show the steps by which an image was made."),
  IMAGE_EXISTS(Group.IMAGES, "image exists", "Say by the exit code whether an image is there."),
  IMAGE_MOUNT(Group.IMAGES, "image mount", "Show the files of images in a folder."),
  IMAGE_UNMOUNT(Group.IMAGES, "image unmount", "Take the folders of mounted images away."),
  IMAGE_RM(Group.IMAGES, "image rm", "Remove images."),
  IMAGE_PRUNE(Group.IMAGES, "image prune", "Remove images that nobody needs."),
  IMAGE_INSPECT(Group.IMAGES, "image inspect", "Show what images say about themselves, as JSON."),
  LOGIN(Group.REGISTRIES, "login", "Log in to a registry."),
  LOGOUT(Group.REGISTRIES, "logout", "Forget the credential for a registry."),
  SEARCH(Group.REGISTRIES, "search", "Look for images in registries."),
  VOLUME_LS(Group.VOLUMES, "volume ls", "List volumes."),
  VOLUME_CREATE(Group.VOLUMES, "volume create", "Make a volume that belongs to no stack."),
  VOLUME_INSPECT(Group.VOLUMES, "volume inspect", "Show everything known about volumes, as JSON."),
  VOLUME_RM(Group.VOLUMES, "volume rm", "Remove volumes and the data in them."),
  VOLUME_PRUNE(Group.VOLUMES, "volume prune", "Remove every volume that no container uses."),
  SYSTEM_DF(Group.HOST, "system df", "Show what images, containers and volumes take."),
  SYSTEM_PRUNE(Group.HOST, "system prune", "Remove what is unused."),
  SYSTEM_MIGRATE(
      Group.HOST, "system migrate", "End an ordinary user's session, so that a new one begins."),
  INFO(Group.HOST, "info", "Show where jpod keeps things and what it works with."),
  DOCTOR(Group.HOST, "doctor", "Look for what keeps containers from running."),
  UNSHARE(Group.HOST, "unshare", "Run a program in an ordinary user's namespaces."),
  COMPLETION(Group.HOST, "completion", "Write a completion script for bash or zsh."),
  VERSION(Group.HOST, "version", "Show the version of jpod."),
  HELP(Group.HOST, "help", "Explain a command.");

  private static final String CONTAINER = "container";

  private final Group group;
  private final String words;
  private final String summary;

  CommandName(Group group, String words, String summary) {
    this.group = group;
    this.words = words;
    this.summary = summary;
  }

  Group group() {
    return group;
  }

  /** As it is typed after {@code jpod}. */
  String words() {
    return words;
  }

  /** One sentence on what it does. */
  String summary() {
    return summary;
  }

  /** Whether it reads or changes a store, and not only what is in the hands of its caller. */
  boolean needsStore() {
    return this != VALIDATE
        && this != GRAPH
        && group != Group.REGISTRIES
        && this != DOCTOR
        && this != SYSTEM_MIGRATE
        && this != UNSHARE
        && this != COMPLETION
        && this != VERSION
        && this != HELP;
  }

  /** Whether it has two words, of which this is the first, or may be called by it, too. */
  boolean isUnder(String family) {
    return family.equals(CONTAINER)
        ? group == Group.CONTAINERS
        : words.length() > family.length()
            && words.startsWith(family)
            && words.charAt(family.length()) == ' ';
  }

  /** Whether the word is the first of commands of two words. */
  static boolean isFamily(String word) {
    return switch (word) {
      case "image", "healthcheck", "volume", "network", "pod", "system", CONTAINER -> true;
      default -> false;
    };
  }

  /**
   * The command of that name, or null when there is none. Those of containers may also be called as
   * {@code container ps}, and {@code ls} and {@code rm} of a family by their other names.
   */
  static @Nullable CommandName find(String words) {
    for (CommandName name : values()) {
      if (name.words.equals(words)) {
        return name;
      }
    }
    int space = words.indexOf(' ');
    if (space < 0) {
      return null;
    }
    String family = words.substring(0, space);
    String word = words.substring(space + 1);
    if (family.equals(CONTAINER)) {
      return findOfContainers(word);
    }
    return switch (word) {
      case "list" -> find(family + " ls");
      case "ps" -> family.equals("pod") ? POD_LS : null;
      case "remove" -> find(family + " rm");
      case "umount" -> find(family + " unmount");
      default -> null;
    };
  }

  private static @Nullable CommandName findOfContainers(String word) {
    if (word.equals("ls") || word.equals("list")) {
      return PS;
    }
    for (CommandName name : values()) {
      if (name.group == Group.CONTAINERS && name.words.equals(word)) {
        return name;
      }
    }
    return null;
  }

  /** Makes the command; of the others not even the classes are loaded. */
  Subcommand create() {
    return switch (this) {
      case APPLY -> new ApplyCommand();
      case PLAN -> new PlanCommand();
      case GRAPH -> new GraphCommand();
      case LOCK -> new LockCommand();
      case HISTORY -> new HistoryCommand();
      case SHOW -> new ShowCommand();
      case DIFF -> new DiffCommand();
      case ROLLBACK -> new RollbackCommand();
      case DESTROY -> new DestroyCommand();
      case VALIDATE -> new ValidateCommand();
      case PS -> new PsCommand();
      case LOGS -> new LogsCommand();
      case EXEC -> new ExecCommand();
      case INSPECT -> new InspectCommand();
      case START -> new StartCommand();
      case STOP -> new StopCommand();
      case RESTART -> new RestartCommand();
      case KILL -> new KillCommand();
      case PAUSE -> new PauseCommand();
      case UNPAUSE -> new UnpauseCommand();
      case RM -> new RmCommand();
      case TOP -> new TopCommand();
      case STATS -> new StatsCommand();
      case HEALTHCHECK_RUN -> new HealthcheckRunCommand();
      case EVENTS -> new EventsCommand();
      case PORT -> new PortCommand();
      case POD_LS -> new PodLsCommand();
      case POD_INSPECT -> new PodInspectCommand();
      case POD_LOGS -> new PodLogsCommand();
      case POD_TOP -> new PodTopCommand();
      case POD_STATS -> new PodStatsCommand();
      case POD_START -> new PodStartCommand();
      case POD_STOP -> new PodStopCommand();
      case POD_RESTART -> new PodRestartCommand();
      case POD_KILL -> new PodKillCommand();
      case POD_RM -> new PodRmCommand();
      case NETWORK_LS -> new NetworkLsCommand();
      case NETWORK_CREATE -> new NetworkCreateCommand();
      case NETWORK_INSPECT -> new NetworkInspectCommand();
      case NETWORK_CONNECT -> new NetworkConnectCommand();
      case NETWORK_DISCONNECT -> new NetworkDisconnectCommand();
      case NETWORK_RELOAD -> new NetworkReloadCommand();
      case NETWORK_RM -> new NetworkRmCommand();
      case NETWORK_PRUNE -> new PruneCommand(new NetworkPruning());
      case IMAGES, IMAGE_LS -> new ImageLsCommand();
      case PULL, IMAGE_PULL -> new ImagePullCommand();
      case LOAD, IMAGE_LOAD -> new ImageLoadCommand();
      case IMPORT, IMAGE_IMPORT -> new ImageImportCommand();
      case TAG, IMAGE_TAG -> new ImageTagCommand();
      case UNTAG, IMAGE_UNTAG -> new ImageUntagCommand();
      case SAVE, IMAGE_SAVE -> new ImageSaveCommand();
      case PUSH, IMAGE_PUSH -> new ImagePushCommand();
      case IMAGE_HISTORY -> new ImageHistoryCommand();
      case IMAGE_EXISTS -> new ImageExistsCommand();
      case IMAGE_MOUNT -> new ImageMountCommand();
      case IMAGE_UNMOUNT -> new ImageUnmountCommand();
      case RMI, IMAGE_RM -> new ImageRmCommand();
      case IMAGE_PRUNE -> new PruneCommand(new ImagePruning());
      case IMAGE_INSPECT -> new ImageInspectCommand();
      case LOGIN -> new LoginCommand();
      case LOGOUT -> new LogoutCommand();
      case SEARCH -> new SearchCommand();
      case VOLUME_CREATE -> new VolumeCreateCommand();
      case VOLUME_LS -> new VolumeLsCommand();
      case VOLUME_INSPECT -> new VolumeInspectCommand();
      case VOLUME_RM -> new VolumeRmCommand();
      case VOLUME_PRUNE -> new PruneCommand(new VolumePruning());
      case SYSTEM_DF -> new SystemDfCommand();
      case SYSTEM_PRUNE -> new PruneCommand(new SystemPruning());
      case SYSTEM_MIGRATE -> new SystemMigrateCommand();
      case INFO -> new InfoCommand();
      case COMPLETION -> new CompletionCommand();
      case DOCTOR -> new DoctorCommand();
      case UNSHARE -> new UnshareCommand();
      case VERSION -> new VersionCommand();
      case HELP -> new HelpCommand();
    };
  }
}
