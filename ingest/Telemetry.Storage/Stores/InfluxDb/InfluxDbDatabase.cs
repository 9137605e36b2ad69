using Microsoft.Extensions.Logging;
using Telemetry.Storage.Queries.InfluxDb;

namespace Telemetry.Storage.Stores.InfluxDb;

/// <summary>
/// Creates the database of 1.x before the first write that gets through, and again where it has gone since.
/// </summary>
internal sealed class InfluxDbDatabase(
    InfluxDbOptions options, InfluxDbHttp http, InfluxDbAddress address, ILogger logger)
{
    readonly bool _isOurs = options.Version == InfluxDbVersion.V1 && options.CreateDatabase;
    bool _isThere;
    string _lastRefusal = "";

    /// <summary>
    /// Throws what <see cref="HttpClient"/> throws where the server can't be reached. A server that refuses (an account
    /// may write but not create) is left to say so at the write.
    /// </summary>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if (!_isOurs || _isThere) return;
        using var request = new HttpRequestMessage(HttpMethod.Post, address.Administration)
        {
            Content = new FormUrlEncodedContent(
                [new("q", $"CREATE DATABASE {InfluxQl.Identifier(options.DatabaseInUse)}")]),
        };
        var answer = await http.AskAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Status is >= 500 or 429) return;
        _isThere = true;
        if (answer.Status == 200 && !answer.Body.Contains("\"error\"", StringComparison.Ordinal))
        {
            _lastRefusal = "";
            InfluxDbLog.DatabaseReady(logger, options.DatabaseInUse);
            return;
        }
        var words = AnswerClassifier.Words(answer);
        if (words != _lastRefusal) InfluxDbLog.DatabaseNotCreated(logger, words);
        _lastRefusal = words;
    }

    /// <summary>
    /// After a write was refused: the database may have been dropped, or the account that could not create it may be
    /// right by now. The next write looks again.
    /// </summary>
    public void LookAgain() => _isThere = false;
}
