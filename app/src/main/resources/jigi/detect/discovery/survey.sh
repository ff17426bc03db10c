# Prints what a machine has, in parts that begin with "@@ NAME". Reads only, writes nothing.
LC_ALL=C
export LC_ALL
part() { printf '\n@@ %s\n' "$1"; }

part name
uname -n
part account
id -un

part tcp
cat /proc/net/tcp /proc/net/tcp6 2>/dev/null
part programs
ss -H -l -t -n -p 2>/dev/null

part sockets
for file in "${DOCKER_HOST#unix://}" /var/run/docker.sock /run/user/"$(id -u)"/docker.sock \
  /run/podman/podman.sock /run/user/"$(id -u)"/podman/podman.sock; do
  [ -S "$file" ] && echo "$file"
done

part units
systemctl list-units --type=service,timer --state=active --no-legend --plain --no-pager 2>/dev/null

spool=
for file in /var/spool/cron/crontabs/* /var/spool/cron/*; do
  if [ -f "$file" ] && [ -r "$file" ]; then
    spool=yes
    part "crontab-of $file"
    cat "$file"
  fi
done
if [ -z "$spool" ]; then
  part "crontab-of crontab/$(id -un)"
  crontab -l 2>/dev/null
fi
for file in /etc/crontab /etc/cron.d/*; do
  if [ -f "$file" ] && [ -r "$file" ]; then
    part "crontab $file"
    cat "$file"
  fi
done

# A file may hold the key as well: only its first certificate is read.
find /etc/letsencrypt/live /etc/nginx /etc/haproxy /etc/apache2 /etc/httpd /etc/pki/tls/certs /opt /srv "$HOME" \
  -maxdepth 7 \( -name node_modules -o -name .git -o -name overlay2 \) -prune -o \
  \( -path '*/live/*/cert.pem' -o -path '*/ssl/*.crt' -o -path '*/ssl/*.pem' \
  -o -path '*/certs/*.crt' -o -path '*/certs/*.pem' -o -path '/etc/nginx/*.crt' -o -path '/etc/haproxy/*.pem' \) \
  ! -name 'ca-bundle*' ! -name '*chain.pem' ! -name 'privkey*' -print 2>/dev/null | head -n 100 |
while IFS= read -r file; do
  part "certificate $file"
  sed -n '/-----BEGIN CERTIFICATE-----/,/-----END CERTIFICATE-----/p;/-----END CERTIFICATE-----/q' "$file" 2>/dev/null
done
part end
