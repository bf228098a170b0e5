//go:build !long || race

package campaign_test

// conformingRequests is how many requests a server that conforms gets.
const conformingRequests = 4000

// eachOf is of how many servers one is tried.
const eachOf = 6
