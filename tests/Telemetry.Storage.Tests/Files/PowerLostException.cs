namespace Telemetry.Storage.Tests.Files;

/// <summary>Stops the code under test where the lights go out.</summary>
public sealed class PowerLostException : Exception;
