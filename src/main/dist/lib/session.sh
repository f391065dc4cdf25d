# Finds the namespaces of an ordinary user, which a process that does nothing keeps, or has them made. The
# launcher reads this; nothing is forked while they are there. It leaves:
#   run        the folder of what lives no longer than the host's boot
#   pause      the process whose namespaces are to be joined; empty to join none
#   refusal    why there are none; else empty
#   note       where they are noted; empty for whoever is in there already
#   folder     where nsenter begins: the folder of the caller, unless it may not be read
#   get_there  what a shell does then to begin in the caller's folder all the same, if it is there
run=
pause=
refusal=
case ${HOME:-} in
  /*) ;;
  *) HOME= ;;
esac
if [ -z "$HOME" ]; then
  while IFS=: read -r _ _ number _ _ folder _; do
    if [ "$number" = "$user" ]; then
      HOME=$folder
      break
    fi
  done </etc/passwd
  export HOME="${HOME:-/}"
fi
read -r host </proc/sys/kernel/hostname
read -r boot </proc/sys/kernel/random/boot_id
note=$HOME/.local/state/jpod/session.$host

# Whether the note tells of a process that lives, under this boot, and of a folder that is there.
session_lives() {
  noted=
  if [ -f "$note" ] && [ -r "$note" ]; then
    read -r noted pid ticks users mounts run <"$note"
  fi
  [ "$noted" = "$boot" ] && [ -O "$run" ] && [ -r "/proc/$pid/stat" ] || return 1
  read -r stat <"/proc/$pid/stat" && set -- ${stat##*) } && [ "${20}" = "$ticks" ] &&
    [ -e "/proc/$pid/ns/mnt" ]
}

# The note of who is inside already and has another home now: its folder is mounted there.
find_mounted_note() {
  missed=$note
  while read -r _ _ _ _ place _; do
    case $place in
      */.local/state/jpod)
        note=$place/session.$host
        ! session_lives || return 0
        ;;
    esac
  done </proc/self/mountinfo
  note=$missed
  return 1
}

case ${1-} in
  help | version | completion | --help | -h | --version) ;;
  *)
    if [ -n "$inside" ]; then
      session_lives || find_mounted_note || refusal="no session of the user $user is noted in '$note'"
      note=
    elif session_lives || { refusal=$(sh "$home/lib/namespaces.sh" "$note" "$user" "$boot") && session_lives; }; then
      pause=$pid
    else
      refusal=${refusal:-it ended at once}
    fi
    ;;
esac

# What mends a session, or finds what is wrong with it, works also where nobody can enter.
case ${1-}${2+ $2} in
  doctor | "doctor "* | "system migrate")
    if [ -n "$pause" ] &&
      ! refusal=$(nsenter --target="$pause" --user --mount --preserve-credentials --wdns=/ -- true 2>&1); then
      pause=
    fi
    ;;
esac

# nsenter reads the folder in which it begins. One may work in folders that one may not read, or that are gone.
folder=$PWD
if [ ! -r "$PWD" ] && [ ! -O "$PWD" ]; then
  folder=/
fi
get_there='cd -- "$0" 2>/dev/null; exec "$@"'

# A program in the namespaces needs no JVM beside it.
case ${1-}${2+ $2} in
  "unshare -h" | "unshare --help") ;;
  unshare | "unshare "*)
    if [ -z "$refusal" ]; then
      shift
      if [ "${1-}" = -- ]; then
        shift
      fi
      if [ $# = 0 ]; then
        set -- "${SHELL:-/bin/sh}"
      fi
      if [ -n "$pause" ]; then
        if [ "$folder" != "$PWD" ]; then
          set -- sh -c "$get_there" "$PWD" "$@"
        fi
        set -- nsenter --target="$pause" --user --mount --preserve-credentials --wdns="$folder" -- "$@"
      fi
      exec "$@"
    fi
    ;;
esac
