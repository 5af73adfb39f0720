using System.Diagnostics;
using PluginFramework.Prompt;

namespace PluginFramework.Scripting.Tests;

public sealed class ClassificationTests : IAsyncLifetime
{
    private readonly EngineFixture _engine = new();
    private IPromptSession _session = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _session = await _engine.OpenAsync();

    public async ValueTask DisposeAsync() => await _engine.DisposeAsync();

    [Theory]
    [InlineData("var x = 1;", "var:keyword x:name =:punctuation 1:number ;:punctuation")]
    [InlineData("Users.Add(\"bob\")", "Users:name .:punctuation Add:method (:punctuation \"bob\":string ):punctuation")]
    [InlineData("new List<User>()", "new:keyword List:type <:punctuation User:type >:punctuation (:punctuation ):punctuation")]
    [InlineData("Enumerable.Range(0, 3) // three", "Enumerable:type .:punctuation Range:method (:punctuation 0:number ,:punctuation 3:number ):punctuation // three:comment")]
    [InlineData("#r \"x\"", "#r \"x\":directive")]
    [InlineData("class A : B { int M() => 1; }", "class:keyword A:type ::punctuation B:type {:punctuation int:keyword M:method (:punctuation ):punctuation =>:punctuation 1:number ;:punctuation }:punctuation")]
    [InlineData("$\"a{b}c\"", "$\":string a:string {:punctuation b:name }:punctuation c:string \":string")]
    public async Task Words_AreTold(string code, string spans) =>
        string.Join(' ', (await _session.ClassifyAsync(code, Token)).Select(span => $"{code.Substring(span.Start, span.Length)}:{span.Kind}")).ShouldBe(spans);

    [Theory]
    [InlineData("var = ;", true)]
    [InlineData("foo(", false)]
    [InlineData("if (x) {", false)]
    public async Task Errors_AreMarked_WhereNoMoreLinesWouldHelp(string code, bool isMarked) =>
        (await _session.ClassifyAsync(code, Token)).Any(span => span.IsError).ShouldBe(isMarked);

    [Theory]
    [InlineData("\"unended")]
    [InlineData("/* unended")]
    [InlineData("]]]] )) \u0000 \ud800 @#$%")]
    [InlineData("")]
    public async Task WhateverIsTyped_SpansLieInOrderWithinIt(string code)
    {
        var end = 0;
        foreach (var span in await _session.ClassifyAsync(code, Token))
        {
            span.Start.ShouldBeGreaterThanOrEqualTo(end);
            span.Length.ShouldBePositive();
            end = span.Start + span.Length;
        }

        end.ShouldBeLessThanOrEqualTo(code.Length);
    }

    [Fact]
    public async Task Entry_OutOfBounds_IsNotColoured() => (await _session.ClassifyAsync(new string('(', 500), Token)).ShouldBeEmpty();

    [Fact]
    public async Task OrdinaryEntry_IsColouredWithinTenMilliseconds()
    {
        const string Code = "var busy = Users.Where(user => user.Roles.Contains(\"operator\")).Select(user => new { user.Name, user.Roles }).ToList();\nforeach (var one in busy) Console.WriteLine($\"{one.Name}\");";
        var times = new List<TimeSpan>();
        for (var i = 0; i < 20; i++)
        {
            var clock = Stopwatch.StartNew();
            (await _session.ClassifyAsync(Code, Token)).Length.ShouldBeGreaterThan(50);
            times.Add(clock.Elapsed);
        }

        times.Order().ElementAt(10).ShouldBeLessThan(TimeSpan.FromMilliseconds(10));
    }
}
