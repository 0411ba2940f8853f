# The sidecar, without the demo's embedded brokers: docker build -t pontoon .
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -pl bridge -am -Dmaven.test.skip=true -Dspotless.check.skip=true -Dcheckstyle.skip=true package \
    && mkdir -p /opt/pontoon/lib /opt/pontoon/cds \
    && cp bridge/target/pontoon-bridge-*.jar bridge/target/lib/*.jar /opt/pontoon/lib/ \
    && cp -r build/warm-up pontoon LICENSE /opt/pontoon/

FROM eclipse-temurin:17-jre
LABEL org.opencontainers.image.title="Pontoon" \
      org.opencontainers.image.description="The bridge between legacy message brokers and Apache Kafka" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /opt/pontoon /opt/pontoon
# Class data recorded here, by the very Java that runs it, more than halves the start. The bridge writes no files:
# the root file system may be read-only, with a small tmpfs on /tmp for the JVM and the compression libraries.
RUN /opt/pontoon/pontoon prepare && mkdir -p /pontoon/config /pontoon/routes /pontoon/lib
ENV PONTOON_LIB=/pontoon/lib \
    PONTOON_HTTP_PORT=8080
WORKDIR /pontoon
USER 10001:10001
EXPOSE 8080
# Alive, not ready: a broker that is away is no reason to restart the bridge. The image has no curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s --retries=3 CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/$PONTOON_HTTP_PORT && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["/opt/pontoon/pontoon"]
CMD ["run"]
