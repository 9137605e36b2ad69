using Telemetry.Storage.Derived;
using Telemetry.Storage.Queries;
using Telemetry.Storage.Stores;

namespace Telemetry.Host.Tests.Derivation;

/// <summary>A store of telemetry that a derivation is tried on.</summary>
internal interface IBenchStore : IAsyncDisposable
{
    ITelemetryStore Readings { get; }

    ITelemetryReader Reader { get; }

    IDerivedStore Derived { get; }

    /// <summary>A reading written by another program: no change tells of it.</summary>
    Task WriteUntoldAsync(Sample sample);

    /// <summary>The same of a vehicle that stands at 122 degrees east with its engine on.</summary>
    Task WriteUntoldAsync(string vehicle, DateTimeOffset at, double lat);
}
