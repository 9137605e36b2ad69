using Telemetry.Dashboards.Status;
using Telemetry.Host.Registry;

namespace Telemetry.Host.Observing;

internal static class RegistryWords
{
    public static RegistryStatus Of(RegistryState state) =>
        new(state.Version, state.LoadedAt, [.. state.Problems.Select(problem => problem.ToString())]);
}
